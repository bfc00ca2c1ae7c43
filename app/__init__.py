"""Zhutiao (逐条): public comments on a draft, clause by clause."""
