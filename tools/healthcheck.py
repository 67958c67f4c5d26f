"""Whether an address answers 200, as seen by our own proxy: the health check of the containers.

`python tools/healthcheck.py http://localhost:8000/healthz`
"""

import os
import sys
import urllib.request

host = os.environ.get("EXPECT_ALLOWED_HOSTS", "localhost").split(",")[0]
request = urllib.request.Request(sys.argv[1], headers={"Host": host, "X-Forwarded-Proto": "https"})
try:
    urllib.request.urlopen(request, timeout=4).close()
except OSError as error:
    sys.exit(str(error))
