package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonBindingTest {
  private enum Color {
    RED,
    GREEN
  }

  private record Point(int x, Long y) {}

  private record Shape(
      String displayName,
      Color color,
      List<Point> points,
      Map<Color, Point> byColor,
      Optional<Point> center,
      Set<String> tags,
      double[] weights) {}

  private record Checked(int value) {
    Checked {
      if (value < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  /** A bean as programs have them. */
  public static class Bean {
    private String firstName = "nobody";
    private List<Point> points = List.of();

    public void setFirstName(String name) {
      this.firstName = name;
    }

    public void setPoints(List<Point> list) {
      this.points = list;
    }
  }

  @Test
  void recordsAreMadeFromMapsWhateverIsNested() {
    Map<String, Object> point = Map.of("x", 1L, "y", 2L);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("display_name", "tri");
    map.put("color", "GREEN");
    map.put("points", List.of(point));
    map.put("byColor", Map.of("RED", point));
    map.put("center", point);
    map.put("tags", List.of("a", "b", "a"));
    map.put("weights", List.of(1.5, 2L));
    map.put("unknown", "left out");

    Shape shape = JsonBinding.bind(map, Shape.class);

    Point expected = new Point(1, 2L);
    assertThat(shape.displayName()).isEqualTo("tri");
    assertThat(shape.color()).isEqualTo(Color.GREEN);
    assertThat(shape.points()).containsExactly(expected);
    assertThat(shape.byColor()).isEqualTo(Map.of(Color.RED, expected));
    assertThat(shape.center()).contains(expected);
    assertThat(shape.tags()).containsExactly("a", "b");
    assertThat(shape.weights()).containsExactly(1.5, 2.0);
  }

  @Test
  void whatAMapLacksIsNullOrZero() {
    Point point = JsonBinding.bind(Map.of(), Point.class);

    assertThat(point).isEqualTo(new Point(0, null));
    assertThat(JsonBinding.bind(Map.of(), Shape.class).center()).isEmpty();
  }

  @Test
  void beansAreMadeThroughTheirSetters() {
    Bean bean =
        JsonBinding.bind(
            Map.of("first_name", "Ada", "points", List.of(Map.of("x", 1L))), Bean.class);

    assertThat(bean.firstName).isEqualTo("Ada");
    assertThat(bean.points).containsExactly(new Point(1, null));
  }

  @Test
  void whatAMapLacksABeanKeeps() {
    assertThat(JsonBinding.bind(Map.of(), Bean.class).firstName).isEqualTo("nobody");
  }

  static Stream<Arguments> scalars() {
    return Stream.of(
        Arguments.of(5L, int.class, 5),
        Arguments.of(5L, Integer.class, 5),
        Arguments.of(5L, long.class, 5L),
        Arguments.of(5.0, int.class, 5),
        Arguments.of(5L, double.class, 5.0),
        Arguments.of(1.5, float.class, 1.5f),
        Arguments.of(5L, Short.class, (short) 5),
        Arguments.of(5L, byte.class, (byte) 5),
        Arguments.of(5L, BigInteger.class, BigInteger.valueOf(5)),
        Arguments.of(1e30, BigInteger.class, BigInteger.TEN.pow(30)),
        Arguments.of(1.5, BigDecimal.class, new BigDecimal("1.5")),
        Arguments.of("1.10", BigDecimal.class, new BigDecimal("1.10")),
        Arguments.of(true, boolean.class, true),
        Arguments.of("c", char.class, 'c'),
        Arguments.of("RED", Color.class, Color.RED),
        Arguments.of(5L, String.class, "5"),
        Arguments.of("2025-01-02", LocalDate.class, LocalDate.of(2025, 1, 2)),
        Arguments.of("2025-01-02T03:04:05Z", Instant.class, Instant.parse("2025-01-02T03:04:05Z")),
        Arguments.of("PT5S", Duration.class, Duration.ofSeconds(5)),
        Arguments.of("https://a.b", URI.class, URI.create("https://a.b")),
        Arguments.of("00000000-0000-0000-0000-000000000005", UUID.class, new UUID(0, 5)),
        Arguments.of("text", Object.class, "text"),
        Arguments.of(5L, Number.class, 5L));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void scalarsAreConverted(Object plain, Class<?> type, Object expected) {
    assertThat((Object) JsonBinding.bind(plain, type)).isEqualTo(expected);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(1.5, int.class),
        Arguments.of(1L << 40, int.class),
        Arguments.of(300L, byte.class),
        Arguments.of(Double.NaN, long.class),
        Arguments.of("x", int.class),
        Arguments.of("x", Integer.class),
        Arguments.of("PURPLE", Color.class),
        Arguments.of("soon", Instant.class),
        Arguments.of(true, Point.class),
        Arguments.of("x", Point.class),
        Arguments.of(List.of(), Point.class),
        Arguments.of("x", List.class),
        Arguments.of(Map.of("x", "one"), Point.class),
        Arguments.of(Map.of("points", 5L), Bean.class),
        Arguments.of(Map.of("value", -1L), Checked.class),
        Arguments.of(Map.of(), Runnable.class),
        Arguments.of(Map.of(), Color.class));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void whatDoesNotFitIsRefused(Object plain, Class<?> type) {
    assertThatThrownBy(() -> JsonBinding.bind(plain, type))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @Test
  void nothingIsNull() {
    assertThat(JsonBinding.bind(null, Point.class)).isNull();
  }

  @Test
  void aListIsReadElementByElement() {
    assertThat(JsonBinding.bindList(List.of(Map.of("x", 1L), Map.of("x", 2L)), Point.class))
        .containsExactly(new Point(1, null), new Point(2, null));
    assertThat(JsonBinding.bindList(Arrays.asList(1L, null, 2L), Integer.class))
        .containsExactly(1, 2);
  }

  @Test
  void whatIsNoListIsRefusedAsOne() {
    assertThatThrownBy(() -> JsonBinding.bindList("text", Point.class))
        .isInstanceOf(MlflowException.class);
    assertThatThrownBy(() -> JsonBinding.bindList(null, Point.class))
        .isInstanceOf(MlflowException.class);
  }

  @Test
  void aLongValueIsShownInShort() {
    assertThatThrownBy(() -> JsonBinding.bind("x".repeat(10_000), int.class))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void inputsAndOutputsOfASpanAreRead() {
    Span span = TestSpans.root().inputs(Map.of("x", 1)).outputs(List.of(2)).build();

    assertThat(span.inputsAs(Point.class)).isEqualTo(new Point(1, null));
    assertThat(span.outputsAs(List.class)).isEqualTo(List.of(2L));
    assertThat(span.outputsAsListOf(Integer.class)).containsExactly(2);
  }
}
