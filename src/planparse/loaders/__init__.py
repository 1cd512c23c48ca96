"""Plans as documents of LangChain and LlamaIndex: `loaders.langchain`, `loaders.llamaindex`."""
