"""What is measured, one idea a file; bench.py, overload.py and gate.py put them together."""
