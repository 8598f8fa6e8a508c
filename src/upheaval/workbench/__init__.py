"""The workbench: page, report and widget of one front end, and the server that runs worlds for it.

`page` gathers what a page shows; everything else delivers it. The front end itself is in `web/`
of the repository; its built bundle is data of this package.
"""
