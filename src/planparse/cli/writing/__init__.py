"""Where results go: standard output at once, one file, or a file for each input in a folder.

`whole_file` has a file that stands whole or not at all, `folder` the names of files in a folder,
`standard` what goes wrong with standard output, `output` chooses between them.
"""

from planparse.cli.writing.output import Output, refuse_inputs
from planparse.cli.writing.whole_file import WholeFile, write_whole

__all__ = ["Output", "WholeFile", "refuse_inputs", "write_whole"]
