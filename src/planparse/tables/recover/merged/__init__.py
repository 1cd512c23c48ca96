"""Cells that were merged over rows, and whose words a converter printed in the rows amid them."""
