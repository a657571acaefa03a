package dev.spanloom.storage.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class LatencySketchTest {
  private static final double ERROR = LatencySketch.RELATIVE_ERROR * (1 + 1e-9);

  private static LatencySketch sketch(List<Double> values) {
    LatencySketch sketch = new LatencySketch();
    values.forEach(sketch::add);
    return sketch;
  }

  /** Sizes from parts of a microsecond to a year of milliseconds, with many that are alike. */
  @Provide
  Arbitrary<List<Double>> latencies() {
    return Arbitraries.oneOf(
            Arbitraries.doubles().between(1e-4, 3e10).ofScale(4),
            Arbitraries.doubles().between(0.1, 100),
            Arbitraries.integers().between(1, 20).map(Integer::doubleValue),
            Arbitraries.of(0.0, 1.0, 1000.0))
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  /** Of any size, made from bits: shrinking decimals of 300 digits takes minutes. */
  @Provide
  Arbitrary<Double> finite() {
    return Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
  }

  @Provide
  Arbitrary<List<Double>> anything() {
    return finite().list().ofMaxSize(50);
  }

  @Property
  void quantilesAreNearTheExactOnes(
      @ForAll("latencies") List<Double> values, @ForAll @DoubleRange(max = 100) double p) {
    Double exact = Percentiles.of(values.stream().mapToDouble(v -> v).toArray(), p);
    Double near = sketch(values).quantile(p / 100);
    assertThat(near).isNotNull();
    assertThat(Math.abs(near - exact)).isLessThanOrEqualTo(ERROR * Math.abs(exact) + 1e-12);
  }

  @Property
  void anyFiniteValueIsNearItself(@ForAll("finite") double value) {
    Double near = sketch(List.of(value)).quantile(0.5);
    assertThat(near).isNotNull();
    if (Math.abs(value) < LatencySketch.SMALLEST) {
      assertThat(near).isZero();
    } else {
      assertThat(near / value).isBetween(1 - ERROR, 1 + ERROR);
    }
  }

  @Property
  void addingIsAsIfAllHadBeenInOne(
      @ForAll("anything") List<Double> one, @ForAll("anything") List<Double> other) {
    LatencySketch all = sketch(one);
    other.forEach(all::add);
    LatencySketch sum = sketch(one);
    sum.add(sketch(other));
    assertThat(sum.encode()).isEqualTo(all.encode());
    assertThat(sum.count()).isEqualTo(one.size() + other.size());
  }

  @Property
  void whatIsTakenOffLeavesNoTrace(
      @ForAll("anything") List<Double> stays, @ForAll("anything") List<Double> goes) {
    LatencySketch sketch = sketch(goes);
    stays.forEach(sketch::add);
    sketch.subtract(sketch(goes));
    assertThat(sketch.encode()).isEqualTo(sketch(stays).encode());
    assertThat(sketch.isEmpty()).isEqualTo(stays.isEmpty());
  }

  @Property
  void aDifferenceMayComeBeforeWhatItIsTakenFrom(
      @ForAll("anything") List<Double> stays, @ForAll("anything") List<Double> goes) {
    LatencySketch difference = new LatencySketch();
    goes.forEach(value -> difference.add(value, -1));
    LatencySketch all = LatencySketch.decode(difference.encode());
    all.add(sketch(stays));
    all.add(sketch(goes));
    assertThat(all.encode()).isEqualTo(sketch(stays).encode());
  }

  @Property
  void decodingGivesWhatWasEncoded(@ForAll("anything") List<Double> values) {
    byte[] encoded = sketch(values).encode();
    LatencySketch decoded = LatencySketch.decode(encoded);
    assertThat(decoded.encode()).isEqualTo(encoded);
    assertThat(decoded.count()).isEqualTo(values.size());
    assertThat(decoded.quantile(0.9)).isEqualTo(sketch(values).quantile(0.9));
  }

  @Property
  void bytesFromElsewhereAreReadOrRefused(@ForAll byte[] bytes) {
    try {
      LatencySketch.decode(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("damaged");
    }
  }

  @Example
  void aThousandLatenciesTakeFewBytes() {
    LatencySketch sketch = new LatencySketch();
    for (int i = 0; i < 1000; i++) {
      sketch.add(100 + i % 50);
    }
    assertThat(sketch.encode().length).isLessThan(80);
  }

  @Example
  void negativeValuesComeBeforeZeroAndPositiveOnes() {
    LatencySketch sketch = sketch(Arrays.asList(-1000.0, -1.0, 0.0, 1.0, 1000.0));
    assertThat(sketch.quantile(0)).isBetween(-1010.0, -990.0);
    assertThat(sketch.quantile(0.25)).isBetween(-1.01, -0.99);
    assertThat(sketch.quantile(0.5)).isZero();
    assertThat(sketch.quantile(1)).isBetween(990.0, 1010.0);
  }

  @Example
  void anEmptySketchHasNoQuantile() {
    assertThat(new LatencySketch().quantile(0.5)).isNull();
    assertThat(new LatencySketch().encode()).isEmpty();
  }

  @Example
  void valuesThatAreNotFiniteAreRefused() {
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new LatencySketch().add(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Double.toString(wrong));
    }
  }
}
