"""Writers of exports, one file per vendor format. Each writes what that vendor's tool would."""
