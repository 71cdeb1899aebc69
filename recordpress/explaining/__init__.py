"""Why a record says what it says: who supports it, who disputes it, and which commits changed it."""
