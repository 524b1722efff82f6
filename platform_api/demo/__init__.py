"""The demo population: fictitious people, organisations, professionals, software and documents."""

from platform_api.demo.organisations import demo_organisations, demo_professionals, demo_software
from platform_api.demo.people import demo_people

__all__ = ["demo_organisations", "demo_people", "demo_professionals", "demo_software"]
