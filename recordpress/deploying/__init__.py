"""What is needed to serve a package in the open: releases, processes over them, and a web server in front."""
