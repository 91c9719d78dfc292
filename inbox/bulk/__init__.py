"""Many conversations at once: the same verbs one after the other, what each was like before, and the way back."""
