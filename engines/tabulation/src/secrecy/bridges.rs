//! Which hidden cells can be computed: the bridges of a graph.
//!
//! Lines and columns, totals included, are nodes; a hidden cell is an edge. Every line and every column gives one
//! equation on its hidden cells; a cell is determined by the equations exactly when its edge is a bridge (Gusfield,
//! A graph theoretic approach to statistical data security, SIAM J. Comput. 17, 1988).

use super::Extended;

/// Hidden cells that the equations determine, in order.
pub(super) fn bridges(table: &Extended, hidden: &[bool]) -> Vec<usize> {
    let nodes = table.rows + table.columns;
    let mut links: Vec<Vec<(usize, usize)>> = vec![Vec::new(); nodes];
    for cell in (0..hidden.len()).filter(|cell| hidden[*cell]) {
        let (row, column) = (cell / table.columns, table.rows + cell % table.columns);
        links[row].push((column, cell));
        links[column].push((row, cell));
    }
    let mut search = Search { links, order: vec![0; nodes], low: vec![0; nodes], clock: 0, found: Vec::new() };
    for node in 0..nodes {
        if search.order[node] == 0 {
            search.visit(node);
        }
    }
    search.found.sort_unstable();
    search.found
}

struct Search {
    links: Vec<Vec<(usize, usize)>>,
    order: Vec<usize>,
    low: Vec<usize>,
    clock: usize,
    found: Vec<usize>,
}

impl Search {
    /// Tarjan's depth-first search, with its own stack: a long table must not exhaust the program's.
    fn visit(&mut self, start: usize) {
        let mut stack = vec![(start, usize::MAX, 0)];
        self.enter(start);
        while let Some((node, by, next)) = stack.pop() {
            if let Some((other, cell)) = self.links[node].get(next).copied() {
                stack.push((node, by, next + 1));
                if self.order[other] == 0 {
                    self.enter(other);
                    stack.push((other, cell, 0));
                } else if cell != by {
                    self.low[node] = self.low[node].min(self.order[other]);
                }
            } else if let Some((parent, _, _)) = stack.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
                if self.low[node] > self.order[*parent] {
                    self.found.push(by);
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.clock += 1;
        self.order[node] = self.clock;
        self.low[node] = self.clock;
    }
}
