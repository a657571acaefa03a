package dev.spanloom.storage.sql.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceSums;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredWordsTest {
  private static final TraceInfo SAID =
      TraceInfo.builder("tr-1")
          .requestPreview("first line\nsecond line")
          .state(TraceState.OK)
          .tag("note", "a\nb")
          .build();
  private static final StoredFacts FACTS =
      new StoredFacts(
          new TraceFacts(1, 3L, null, TraceSums.of(null, null, SpanSizes.of(new long[] {7}))),
          true);

  private static StoredWords read(@Nullable String said, @Nullable String facts)
      throws SQLException {
    @Nullable Object[] row = {
      9L, 2, 1, PackedText.pack(said, Packing.PLAIN), PackedText.pack(facts, Packing.PLAIN), 50L
    };
    ResultSet columns = proxy(ResultSet.class, (arguments) -> row[(Integer) arguments[0] - 1]);
    return StoredWords.read(new Sql(proxy(Connection.class, arguments -> null)), columns);
  }

  private interface Answer {
    @Nullable Object to(Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            StoredWordsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(arguments)));
  }

  @Test
  void whatWasSaidAndTheFactsAreOneText() throws SQLException {
    StoredWords read = read(StoredWords.text(SAID, FACTS), null);

    assertThat(read).isEqualTo(new StoredWords(9, 2, true, SAID, FACTS, 50));
  }

  @Test
  void theFactsMayBeMissing() throws SQLException {
    assertThat(read(StoredWords.text(SAID, null), null))
        .isEqualTo(new StoredWords(9, 2, true, SAID, null, 50));
  }

  @Test
  void olderRowsHaveTheFactsInAColumnOfTheirOwn() throws SQLException {
    assertThat(read(JsonWriter.write(SAID.toMap()), FACTS.text(true, false)))
        .isEqualTo(new StoredWords(9, 2, true, SAID, FACTS, 50));
  }

  @Test
  void damageNamesTheTrace() {
    assertThatThrownBy(() -> read("{\"trace_id\": ", null))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("trace number 9");
    assertThatThrownBy(() -> read(StoredWords.text(SAID, null) + "\n[]", null))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("trace number 9");
  }
}
