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
    Ok(finder.0)
}

#[derive(Default)]
struct Finder(Extents);

impl Finder {
    fn expression(&mut self, at: Span, whole: Span) {
        self.0.insert(at.byte_range().start, Extent::Expression(whole.byte_range()));
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        match matches!(binary.op, BinOp::And(_)) && has_let(binary) {
            true => drop(self.0.insert(binary.op.span().byte_range().start, Extent::Unviable)),
            false => self.expression(binary.op.span(), binary.span()),
        }
        visit::visit_expr_binary(self, binary);
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
            self.0.insert(arm.span().byte_range().start, extent);
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
