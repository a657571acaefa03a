package dev.spanloom.storage.sql.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class PackedTextTest {
  @Property
  void whatIsPackedIsUnpacked(@ForAll @CharRange(from = 0, to = 0xD7FF) String text) {
    assertThat(PackedText.unpack(PackedText.pack(text))).isEqualTo(text);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(PackedText.unpack(PackedText.pack(null))).isNull();
  }

  @Test
  void aBrokenTextIsRefusedAndTheNextOneIsNot() {
    byte[] packed = PackedText.pack("{\"trace_id\": \"tr-1\"}");
    byte[] broken = Arrays.copyOf(packed, packed.length - 1);

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> PackedText.unpack(broken)).isInstanceOf(ZstdException.class);
      assertThat(PackedText.unpack(packed)).isEqualTo("{\"trace_id\": \"tr-1\"}");
    }
  }

  @Test
  void textsAreUnpackedByManyThreadsAtOnce() {
    assertThat(
            IntStream.range(0, 10_000)
                .parallel()
                .filter(i -> !("text " + i).equals(PackedText.unpack(PackedText.pack("text " + i))))
                .count())
        .isZero();
  }
}
