"""Where signing in and out happens."""

urlpatterns: list = []
