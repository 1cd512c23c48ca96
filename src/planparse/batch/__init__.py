"""Many files into an archive on disk, and plans out of it again.

`run` goes through the inputs of one run and knows which of them are to be read anew. An engine
(`engine`) decides where that is done: `workers` is the one of this machine, a process for each core.
What they hand over is the same everywhere, a document as `planparse.arrow` makes it, put down in a
`spool`. The `writer` gathers documents to `parts`, Parquet files of some hundred documents each, and
`commits` puts the files of a part in their places as one. `entries` say of each input what became
of it, `folder` where things stand in an archive, `reading` gives the plans back.
"""
