"""OFD, the fixed-layout format of official documents (GB/T 33190-2016)."""
