"""`python -m counter_tui` is the same as `counter-tui`."""

import sys

from counter_tui.cli import main

sys.exit(main())
