"""What Lambda calls: one file for each function, whose `handler` takes an event. A function that runs on AWS opens its
stage while it starts, so that nobody waits for that with a request."""
