"""Reads all plans of a folder with Spark, and writes tables of Parquet: `python examples/spark_job.py PLANS OUT`.

Needs `pip install 'planparse[spark]'` on every machine, and Java 17. With a cluster it is
`spark-submit --master … examples/spark_job.py hdfs:///plans hdfs:///out`. Run again it reads only
files that are new, and goes on where it was ended: Spark keeps in OUT/checkpoint what it has read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import explode, regexp_replace
from pyspark.sql.pandas.types import from_arrow_schema

from planparse import Limits
from planparse.arrow import document_schema, parse_batches

TABLES = ("plans", "indicators", "values")
"""What is wanted of each plan; `planparse.frames.TABLES` are all."""
FILES_AT_ONCE = 1000
"""Files in a step that is complete or undone; an interrupted job begins its last step again."""
MEMORY = 1024**3
"""Bytes that reading a file may take; one that takes more is told, and costs no other."""


def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark calls for the files of a task."""
    return parse_batches(batches, tables=TABLES, text=True, limits=Limits(memory_bytes=MEMORY))


def documents(spark: SparkSession, plans: str, out: str) -> DataFrame:
    """Read what is new in the folder; gives a row for each document that was ever read."""
    files = (
        spark.readStream.format("binaryFile")
        .schema("path string, modificationTime timestamp, length long, content binary")
        .option("recursiveFileLookup", "true")
        .option("maxFilesPerTrigger", FILES_AT_ONCE)
        .load(plans)
    )
    # A local path as everybody else writes it, so that the records are the same.
    named = files.select(regexp_replace("path", "^file:/+", "/").alias("path"), "content")
    (
        named.mapInArrow(read, from_arrow_schema(document_schema(TABLES)))
        .writeStream.format("parquet")
        .option("checkpointLocation", f"{out}/checkpoint")
        .trigger(availableNow=True)
        .start(f"{out}/read")
        .awaitTermination()
    )
    return spark.read.parquet(f"{out}/read")


def main(plans: str, out: str) -> None:
    """Read, then write a folder of Parquet for the documents, and one for each table."""
    # Else tasks run with the python3 of the path, which may be another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.appName("planparse")
        # Files differ in size a lot: small tasks, and few documents in memory at a time.
        .config("spark.sql.files.maxPartitionBytes", "64m")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .getOrCreate()
    )
    read_so_far = documents(spark, plans, out)
    read_so_far.drop(*TABLES).write.mode("overwrite").parquet(f"{out}/documents")
    for table in TABLES:
        rows = read_so_far.select(explode(table)).select("col.*")
        rows.write.mode("overwrite").parquet(f"{out}/{table}")
    read_so_far.groupBy("status").count().show()
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
