package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.Patterns;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class LikeShapeTest {
  @Property
  void theShapeSaysWhatThePatternSays(
      @ForAll @Chars({'a', 'b', '%', '_'}) @StringLength(max = 5) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 6) String text) {
    LikeShape shape = LikeShape.of(pattern);
    boolean matches = Patterns.like(pattern).test(text);
    switch (shape.kind()) {
      case EQUAL -> assertThat(matches).isEqualTo(text.equals(pattern));
      case PREFIX -> assertThat(matches).isEqualTo(text.startsWith(shape.prefix()));
      case CONTAINS -> assertThat(matches).isEqualTo(text.contains(shape.pieces().get(0)));
      case ANYTHING -> assertThat(matches).isTrue();
      case OTHER -> {}
    }
    if (matches) {
      assertThat(text).startsWith(shape.prefix());
      assertThat(shape.pieces()).allMatch(text::contains);
    }
  }
}
