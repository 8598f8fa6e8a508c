"""Published results as plain formulas, against which simulated models are checked.

Closed forms take numbers and arrays, return numbers and arrays, and import nothing else of the
package.
"""
