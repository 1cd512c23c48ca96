"""The cleaned document: without furniture, its lines joined to paragraphs, its tables as tables."""
