"""What a command is to read: files, folders, patterns, lists and standard input, in one order.

`names` says what an argument stands for, `folders` looks through a folder, `lists` reads a list of
files. What they find are `InputFile`s; no file is opened before all of them are known.
"""

from planparse.cli.inputs.input_file import STANDARD_INPUT, InputFile
from planparse.cli.inputs.names import find_inputs

__all__ = ["STANDARD_INPUT", "InputFile", "find_inputs"]
