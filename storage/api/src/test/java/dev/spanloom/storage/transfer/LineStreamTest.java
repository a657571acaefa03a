package dev.spanloom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineStreamTest {
  @Property
  void linesAreThoseOfTheText(@ForAll List<String> lines) throws IOException {
    List<String> plain = lines.stream().map(line -> line.replace("\n", " ")).toList();
    LineStream stream = stream(String.join("\n", plain) + "\n");
    List<String> read = new ArrayList<>();
    while (stream.nextLine()) {
      read.add(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }

    List<String> expected = plain.isEmpty() ? List.of("") : plain;
    assertThat(read).isEqualTo(utf8(expected));
    assertThat(stream.number()).isEqualTo(expected.size());
  }

  @Property
  void whatIsNotReadOfALineIsLeftOut(@ForAll @IntRange(max = 200_000) int length)
      throws IOException {
    LineStream stream = stream("x".repeat(length) + "\nnext");
    assertThat(stream.nextLine()).isTrue();
    stream.readNBytes(Math.min(length, 3));

    assertThat(stream.nextLine()).isTrue();
    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("next");
    assertThat(stream.nextLine()).isFalse();
  }

  @Test
  void nothingHasNoLines() throws IOException {
    assertThat(stream("").nextLine()).isFalse();
  }

  private static LineStream stream(String text) {
    return new LineStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> utf8(List<String> lines) {
    return lines.stream()
        .map(line -> new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .toList();
  }
}
