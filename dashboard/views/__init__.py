"""The pages: each asks for frames, draws them, and explains them."""
