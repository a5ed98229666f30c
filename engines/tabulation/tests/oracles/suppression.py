"""Fewest cells to hide in tables read one a line ("1 2;3 4"), so that no small cell can be computed from the totals.

Cells of 1 to 4 are hidden. A hidden cell cannot be computed when it lies on a cycle of hidden cells (lines and columns
are nodes): for each small cell, one unit flows from its line to its column through the other hidden cells.
Solved by HiGHS as a mixed integer program.
"""

import sys

import numpy as np
from scipy.optimize import LinearConstraint, Bounds, milp
from scipy.sparse import lil_matrix


def fewest(table):
    rows, columns = table.shape
    cells = rows * columns
    small = [cell for cell in range(cells) if 1 <= table.flat[cell] <= 4]
    # x, then for each small cell two flows per cell: line to column, column to line.
    variables = cells + len(small) * 2 * cells
    lower, upper = np.zeros(variables), np.ones(variables)
    lower[small] = 1
    matrix = lil_matrix((len(small) * (rows + columns + 2 * cells), variables))
    low, high = [], []
    line = 0
    for position, target in enumerate(small):
        there = cells + position * 2 * cells
        back = there + cells
        upper[[there + target, back + target]] = 0
        for node in range(rows + columns):
            for cell in range(cells):
                row, column = divmod(cell, columns)
                if node in (row, rows + column):
                    sign = 1 if node == row else -1
                    matrix[line, there + cell] = sign
                    matrix[line, back + cell] = -sign
            row, column = divmod(target, columns)
            balance = (node == row) - (node == rows + column)
            low.append(balance)
            high.append(balance)
            line += 1
        for cell in range(cells):
            for flow in (there, back):
                matrix[line, flow + cell] = 1
                matrix[line, cell] = -1
                low.append(-np.inf)
                high.append(0)
                line += 1
    cost = np.concatenate([np.ones(cells), np.zeros(variables - cells)])
    whole = np.concatenate([np.ones(cells), np.zeros(variables - cells)])
    found = milp(cost, constraints=LinearConstraint(matrix.tocsr(), low, high), integrality=whole, bounds=Bounds(lower, upper))
    assert found.status == 0, found.message
    return round(found.fun)


for text in sys.stdin:
    print(fewest(np.array([[int(count) for count in line.split()] for line in text.strip().split(";")])))
