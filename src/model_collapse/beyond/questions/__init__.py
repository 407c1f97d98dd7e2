"""What is asked, predicted and run, by topic; a prediction is committed before its result is measured."""
