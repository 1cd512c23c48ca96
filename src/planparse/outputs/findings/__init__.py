"""What `planparse check` says: which findings are reported, and how each format writes them"""
