"""An article -> its brief: claims, figures, places, each with its span of the text."""
