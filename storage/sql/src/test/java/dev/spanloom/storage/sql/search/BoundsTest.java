package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final Expr A = Expr.of("a");
  private static final Expr B = Expr.of("b");
  private static final Bounds GUESS = Bounds.between(A, B);

  @Test
  void whatIsExactStaysSo() {
    Bounds exact = Bounds.allOf(List.of(Bounds.exact(A), Bounds.exact(B).not()));
    assertThat(exact.isExact()).isTrue();
    assertThat(exact.sure()).isEqualTo(Expr.TRUE);
    assertThat(exact.upper()).isEqualTo(exact.lower());
  }

  @Test
  void notOfAGuessIsTrueWhereverTheFilterMayBeFalse() {
    assertThat(GUESS.not().upper()).isEqualTo(B.not());
    assertThat(GUESS.not().lower()).isEqualTo(A.not());
  }

  @Test
  void aConditionOnSmallTracesIsSureOfThem() {
    Bounds small = Bounds.of(A, Exactness.IF_SMALL);
    Bounds any = Bounds.anyOf(List.of(small, Bounds.of(B, Exactness.UNLESS_BLURRED)));
    assertThat(any.exactness()).isEqualTo(Exactness.IF_SMALL);
    assertThat(any.sure().sql()).isEqualTo("t.span_count <= 62 AND t.blurred = 0");
    assertThat(any.upper()).isEqualTo(A.or(B));
  }

  @Test
  void oneGuessMakesItAllAGuess() {
    Bounds all = Bounds.allOf(List.of(Bounds.exact(Expr.of("c")), GUESS));
    assertThat(all.exactness()).isEqualTo(Exactness.NEVER);
    assertThat(all.sure()).isEqualTo(Expr.of("c").and(B));
  }

  @Test
  void whatCannotBeIsExactlyFalse() {
    assertThat(Bounds.allOf(List.of(GUESS, Bounds.FALSE))).isEqualTo(Bounds.FALSE);
    assertThat(Bounds.anyOf(List.of(GUESS, Bounds.TRUE))).isEqualTo(Bounds.TRUE);
    assertThat(Bounds.anyOf(List.of())).isEqualTo(Bounds.FALSE);
    assertThat(Bounds.of(Expr.FALSE, Exactness.IF_SMALL)).isEqualTo(Bounds.FALSE);
  }
}
