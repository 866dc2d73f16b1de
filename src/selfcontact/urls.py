"""Addresses of the web process."""

from django.urls import path

from selfcontact.web import views

urlpatterns = [path("", views.home, name="home"), path("health", views.health, name="health")]
