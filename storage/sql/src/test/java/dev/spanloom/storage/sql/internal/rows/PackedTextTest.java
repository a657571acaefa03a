package dev.spanloom.storage.sql.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.spanloom.storage.sql.Sql;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class PackedTextTest {
  private final Sql sql = withoutDatabase();

  private static Sql withoutDatabase() {
    return new Sql(
        (Connection)
            Proxy.newProxyInstance(
                PackedTextTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  throw new SQLException(method + " was called");
                }));
  }

  private static byte[] pack(String text) {
    return PackedText.pack(text, Packing.PLAIN);
  }

  private String unpack(byte[] packed) throws SQLException {
    return PackedText.unpack(sql, packed);
  }

  @Property
  void whatIsPackedIsUnpacked(@ForAll @CharRange(from = 0, to = 0xD7FF) String text)
      throws SQLException {
    assertThat(unpack(pack(text))).isEqualTo(text);
  }

  @Test
  void nothingStaysNothing() throws SQLException {
    assertThat(unpack(pack(null))).isNull();
  }

  @Test
  void whatAStoreLearnedMakesTextsSmaller() throws SQLException {
    ZstdDictTrainer trainer = new ZstdDictTrainer(1_000_000, 8_000);
    for (int i = 0; i < 500; i++) {
      trainer.addSample(text(i).getBytes(StandardCharsets.UTF_8));
    }
    byte[] dictionary = trainer.trainSamples();
    Packing learned = Packing.with(dictionary);
    byte[] packed = PackedText.pack(text(1_000), learned);
    assertThat(packed.length).isLessThan(pack(text(1_000)).length / 2);
    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(SQLException.class);
    sql.remembered(
        "dictionary " + Zstd.getDictIdFromDict(dictionary), () -> Unpacking.with(dictionary));
    assertThat(unpack(packed)).isEqualTo(text(1_000));
    assertThat(unpack(pack(text(1_000)))).isEqualTo(text(1_000));
  }

  private static String text(int number) {
    return "{\"order\": "
        + number
        + ", \"greeting\": \"Dear customer, thank you for your order of a very particular kind; we"
        + " will look into all of it at once and come back to number "
        + number * 31
        + "\"}";
  }

  @Test
  void aBrokenTextIsRefusedAndTheNextOneIsNot() throws SQLException {
    byte[] packed = pack("{\"trace_id\": \"tr-1\"}");
    byte[] broken = Arrays.copyOf(packed, packed.length - 1);

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> unpack(broken)).isInstanceOf(ZstdException.class);
      assertThat(unpack(packed)).isEqualTo("{\"trace_id\": \"tr-1\"}");
    }
  }

  @Test
  void textsAreUnpackedByManyThreadsAtOnce() {
    assertThat(
            IntStream.range(0, 10_000)
                .parallel()
                .filter(
                    i -> {
                      try {
                        return !("text " + i).equals(unpack(pack("text " + i)));
                      } catch (SQLException e) {
                        return true;
                      }
                    })
                .count())
        .isZero();
  }
}
