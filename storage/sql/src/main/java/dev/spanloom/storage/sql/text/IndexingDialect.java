package dev.spanloom.storage.sql.text;

import dev.spanloom.query.WordSet;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.WordMarks;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A dialect with the text index of this package. Thread-safe but for what takes a connection and
 * changes something, which only the writer calls.
 */
public abstract class IndexingDialect implements Dialect {
  private static final int MAX_KNOWN_WORDS = 400_000;

  /** So many chunks are named one by one. */
  private static final int MOST_NAMED = 500;

  /** Words that are in the vocabulary for certain: those of transactions that are over. */
  private final WordHashes knownWords = new WordHashes();

  /** Words of the transaction of now, or the last one. */
  private final SortedSet<String> freshWords = new TreeSet<>();

  private final TextIndex textIndex = new TextIndex(this);

  protected IndexingDialect() {}

  /**
   * Adds words to the vocabulary; some may be there.
   *
   * @param words sorted: neighbours lie on one page of an index
   */
  protected abstract void addToVocabulary(Sql sql, SortedSet<String> words) throws SQLException;

  /**
   * The condition that a chunk, whose number is the expression, is among very many, of which there
   * are any.
   */
  protected abstract ChunkTest amongMany(String chunkId, ChunkSet chunks);

  /** How the pages of the text index are read. */
  protected abstract PageSource pages();

  @Override
  public final String wordQuery(List<WordChoice> all) {
    return WordQuery.of(all).text();
  }

  @Override
  public final ChunkTest chunkHasWords(Sql sql, String chunkId, String wordQuery)
      throws SQLException {
    ChunkSet found = new WordSearch(sql, pages()).find(wordQuery);
    return found.size() <= MOST_NAMED
        ? new ChunkTest(inNumbers(chunkId), List.of(numbers(found.stream().boxed().toList())))
        : amongMany(chunkId, found);
  }

  @Override
  public final void visitChunksWithWords(Sql sql, String wordQuery, ChunkVisitor visitor)
      throws SQLException {
    new WordSearch(sql, pages()).visit(wordQuery, visitor);
  }

  @Override
  public final IndexableWords indexable(WordSet words) {
    List<String> vocabulary = new ArrayList<>();
    Set<String> marks = new HashSet<>();
    long[] tokens = new long[words.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = words.hash(i);
    }
    for (int i : knownWords.missing(tokens)) {
      String word = words.word(i);
      if (WordMarks.isVocabulary(word)) {
        vocabulary.add(word);
      } else {
        WordMarks.addPieces(word, marks);
      }
    }
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Token.of(tokens[i]);
    }
    if (words.hasLong()) {
      marks.add(WordMarks.LONG);
    }
    long[] all = Arrays.copyOf(tokens, tokens.length + marks.size());
    int next = tokens.length;
    for (String mark : marks) {
      all[next++] = Token.of(mark);
    }
    return new TokenizedWords(all, vocabulary);
  }

  @Override
  public final void indexWords(Sql sql, List<ChunkWords> chunks) throws SQLException {
    if (knownWords.size() > MAX_KNOWN_WORDS) {
      knownWords.clear();
    }
    freshWords.forEach(knownWords::add); // whoever is here has committed what was before
    freshWords.clear();
    List<ChunkTokens> tokens = new ArrayList<>(chunks.size());
    for (ChunkWords chunk : chunks) {
      TokenizedWords words = (TokenizedWords) chunk.words();
      tokens.add(new ChunkTokens(chunk.chunkId(), words.tokens()));
      for (String word : words.vocabulary()) {
        if (!knownWords.contains(WordSet.hash(word))) {
          freshWords.add(word);
        }
      }
    }
    textIndex.add(sql, tokens);
    if (!freshWords.isEmpty()) {
      addToVocabulary(sql, freshWords);
    }
  }

  @Override
  public final boolean hasUntidyWords(Sql sql) throws SQLException {
    return textIndex.isUntidy(sql);
  }

  @Override
  public final boolean tidyWords(Sql sql) throws SQLException {
    return textIndex.tidy(sql);
  }

  /** Makes anew what is damaged or has words of chunks that are gone, and tidies up. */
  public final void compactWords(Engine.Changes changes) {
    boolean more = changes.change(textIndex::rewrite);
    while (more) {
      more = changes.change(this::tidyWords);
    }
  }

  /** What is wrong with the text index; each page is read. */
  public static List<StoreHealth.Problem> checkWords(Sql sql) throws SQLException {
    return TextCheck.problems(sql).stream()
        .map(problem -> new StoreHealth.Problem(problem, "run 'spanloom gc', which makes it anew"))
        .toList();
  }

  @Override
  public final void forget() {
    knownWords.clear();
    freshWords.clear();
    textIndex.forget();
  }

  @Override
  public final void removeWords(Sql sql, List<Long> chunkIds) throws SQLException {
    textIndex.removed(sql, chunkIds);
  }
}
