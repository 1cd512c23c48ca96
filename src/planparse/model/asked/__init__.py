"""What is asked of a plan that was read: records by their ids, their sections and words, the outline"""
