//! How far the expression of a change reaches: cargo-mutants names the operator alone, and what is chosen
//! between is the expression around it.

use proc_macro2::Span;
use std::collections::BTreeMap;
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Expr, ExprBinary, ExprMatch, ExprStruct, ExprUnary, Pat};

/// What a change at a place has to be put around.
#[derive(Clone, Debug)]
pub enum Extent {
    /// A whole expression.
    Expression(Range<usize>),
    /// An arm with a condition, which is here.
    Guarded(Range<usize>),
    /// An arm without a condition; its pattern ends here.
    Unguarded(usize),
    /// What would not compile: `||` in a chain with `let`, a `match` that leaves something out.
    Unviable,
}

/// By the byte at which the change begins.
pub type Extents = BTreeMap<usize, Extent>;

/// The extents of all that can be changed in a source.
pub fn extents(source: &str) -> syn::Result<Extents> {
    let mut finder = Finder::default();
    finder.visit_file(&syn::parse_file(source)?);
    Ok(finder.found)
}

#[derive(Default)]
struct Finder {
    found: Extents,
    /// The row of operators that is looked at: another operator may bind its operands otherwise.
    row: Option<Span>,
}

impl Finder {
    fn expression(&mut self, at: Span, whole: Span) {
        self.found.insert(at.byte_range().start, Extent::Expression(whole.byte_range()));
    }

    /// An operand: a further operator belongs to the same row, all else begins anew.
    fn operand(&mut self, operand: &Expr, row: Option<Span>) {
        self.row = row.filter(|_| matches!(operand, Expr::Binary(_)));
        self.visit_expr(operand);
        self.row = None;
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        let row = self.row.take().unwrap_or_else(|| binary.span());
        let at = binary.op.span();
        let is_chain = matches!(binary.op, BinOp::And(_)) && has_let(binary);
        match is_chain {
            true => drop(self.found.insert(at.byte_range().start, Extent::Unviable)),
            false => self.expression(at, row),
        }
        let row = Some(row).filter(|_| !is_chain);
        self.operand(&binary.left, row);
        self.operand(&binary.right, row);
    }

    fn visit_expr_unary(&mut self, unary: &'ast ExprUnary) {
        self.expression(unary.op.span(), unary.span());
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_struct(&mut self, made: &'ast ExprStruct) {
        for field in &made.fields {
            self.expression(field.span(), made.span());
        }
        visit::visit_expr_struct(self, made);
    }

    fn visit_expr_match(&mut self, choice: &'ast ExprMatch) {
        let rest = |arm: &Arm| matches!(arm.pat, Pat::Wild(_)) && arm.guard.is_none();
        let has_rest = choice.arms.iter().any(rest);
        for arm in &choice.arms {
            let extent = match &arm.guard {
                Some((_, guard)) => Extent::Guarded(guard.span().byte_range()),
                None if has_rest => Extent::Unguarded(arm.pat.span().byte_range().end),
                None => Extent::Unviable,
            };
            self.found.insert(arm.span().byte_range().start, extent);
        }
        visit::visit_expr_match(self, choice);
    }
}

/// Whether a `let` is one of the conditions that `&&` binds.
fn has_let(binary: &ExprBinary) -> bool {
    [&binary.left, &binary.right].into_iter().any(|side| match &**side {
        Expr::Let(_) => true,
        Expr::Binary(inner) => matches!(inner.op, BinOp::And(_)) && has_let(inner),
        _ => false,
    })
}
