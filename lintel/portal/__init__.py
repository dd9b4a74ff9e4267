"""Where the public and professionals refer: a letterbox that can hand in and read nothing."""
