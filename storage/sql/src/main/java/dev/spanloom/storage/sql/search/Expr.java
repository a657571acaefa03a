package dev.spanloom.storage.sql.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of SQL and the values of its parameters, in order. As a condition it holds where it is
 * true; where it is NULL it does not. The text is made of constants only. Immutable.
 */
record Expr(String sql, List<Object> parameters) {
  static final Expr TRUE = new Expr("1 = 1", List.of());
  static final Expr FALSE = new Expr("1 = 0", List.of());

  static Expr of(String sql, Object... parameters) {
    return new Expr(sql, Arrays.asList(parameters));
  }

  /** A text with other pieces in the places of {@code {}}. */
  static Expr format(String template, Expr... pieces) {
    StringBuilder text = new StringBuilder(template.length() * 2);
    List<Object> all = new ArrayList<>();
    int from = 0;
    for (Expr piece : pieces) {
      int hole = template.indexOf("{}", from);
      text.append(template, from, hole).append(piece.sql);
      all.addAll(piece.parameters);
      from = hole + 2;
    }
    return new Expr(text.append(template, from, template.length()).toString(), all);
  }

  boolean isTrue() {
    return equals(TRUE);
  }

  boolean isFalse() {
    return equals(FALSE);
  }

  Expr and(Expr other) {
    return allOf(List.of(this, other));
  }

  Expr or(Expr other) {
    return anyOf(List.of(this, other));
  }

  /** True exactly where this does not hold, be it false or NULL. */
  Expr not() {
    if (isTrue()) {
      return FALSE;
    }
    return isFalse() ? TRUE : format("({}) IS NOT TRUE", this);
  }

  static Expr allOf(List<Expr> parts) {
    if (parts.stream().anyMatch(Expr::isFalse)) {
      return FALSE;
    }
    List<Expr> needed = parts.stream().filter(part -> !part.isTrue()).distinct().toList();
    return needed.isEmpty() ? TRUE : joined(needed, "({}) AND ({})");
  }

  static Expr anyOf(List<Expr> parts) {
    if (parts.stream().anyMatch(Expr::isTrue)) {
      return TRUE;
    }
    List<Expr> possible = parts.stream().filter(part -> !part.isFalse()).distinct().toList();
    return possible.isEmpty() ? FALSE : joined(possible, "({}) OR ({})");
  }

  /** By halves, since databases limit how deep an expression is. */
  static Expr joined(List<Expr> parts, String template) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int half = parts.size() / 2;
    return format(
        template,
        joined(parts.subList(0, half), template),
        joined(parts.subList(half, parts.size()), template));
  }
}
