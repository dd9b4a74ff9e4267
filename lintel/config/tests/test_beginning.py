"""What the commands give to the first people of an instance."""

import subprocess
import sys

from django.urls import reverse

from lintel.config.beginning import invitation_address, site


def test_the_link_of_a_command_is_the_address_of_the_page():
    assert invitation_address("lintel_x") == site() + reverse("invitation_link", args=["lintel_x"])


def test_a_command_does_not_load_the_api_for_it():
    asked = (
        "import sys, django; django.setup()\n"
        "from lintel.config.beginning import invitation_address\n"
        "invitation_address('lintel_x')\n"
        "sys.exit('lintel.api.urls' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
