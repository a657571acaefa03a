package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExprTest {
  private static final Expr A = Expr.of("a = ?", 1L);
  private static final Expr B = Expr.of("b = ?", 2L);

  @Test
  void parametersFollowTheText() {
    Expr both = Expr.format("{} BETWEEN {} AND c", B, A);
    assertThat(both.sql()).isEqualTo("b = ? BETWEEN a = ? AND c");
    assertThat(both.parameters()).containsExactly(2L, 1L);
  }

  @Test
  void aPieceIsNeverReadAsATemplate() {
    assertThat(Expr.format("{} AND {}", Expr.of("x = '{}'"), A).sql())
        .isEqualTo("x = '{}' AND a = ?");
  }

  @Test
  void partsKeepTheirMeaningWhenTheyAreJoined() {
    assertThat(A.or(B).and(A.or(B).not()).sql())
        .isEqualTo("((a = ?) OR (b = ?)) AND (((a = ?) OR (b = ?)) IS NOT TRUE)");
  }

  @Test
  void whatIsCertainNeedsNoSql() {
    assertThat(Expr.allOf(List.of(A, Expr.TRUE))).isEqualTo(A);
    assertThat(Expr.allOf(List.of(A, Expr.FALSE))).isEqualTo(Expr.FALSE);
    assertThat(Expr.allOf(List.of())).isEqualTo(Expr.TRUE);
    assertThat(Expr.anyOf(List.of(A, Expr.FALSE))).isEqualTo(A);
    assertThat(Expr.anyOf(List.of(A, Expr.TRUE))).isEqualTo(Expr.TRUE);
    assertThat(Expr.anyOf(List.of())).isEqualTo(Expr.FALSE);
    assertThat(Expr.TRUE.not()).isEqualTo(Expr.FALSE);
    assertThat(Expr.FALSE.not()).isEqualTo(Expr.TRUE);
  }

  @Test
  void manyPartsAreNotDeep() {
    Expr many =
        Expr.anyOf(IntStream.range(0, 10_000).mapToObj(i -> Expr.of("a = ?", (long) i)).toList());
    int deepest = 0;
    int depth = 0;
    for (char c : many.sql().toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    assertThat(deepest).isLessThan(20);
    assertThat(many.parameters()).hasSize(10_000);
  }
}
