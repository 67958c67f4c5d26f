"""`make demo`: the demonstration afresh, as on the first day. Run it while nothing is running."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.instance import alone, configuration, forget_data, prepare

if __name__ == "__main__":
    with alone():
        settings = configuration()
        forget_data(settings)
        prepare(os.environ | settings)
