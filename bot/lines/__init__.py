"""What people type, understood: lines in, plain values out."""
