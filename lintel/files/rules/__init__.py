"""What a name becomes, who reads a file, how much is kept, and words for saying no. Pure."""
