"""What a municipality says about itself: whom its people turn to when something in the app is wrong."""
