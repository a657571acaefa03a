package dev.spanloom.weaving.behaviour.fork;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs subject programs in a JVM of their own and writes what came of each as a line of JSON.
 *
 * <p>Arguments: the file to write; {@code weave} or {@code as-is}; a file of lines {@code
 * toolchain\tfolder\tcase case …}. A case is {@code Class.method}, of the package subjects.
 */
public final class CaseRunner {
  private static final String PACKAGE = "subjects.";

  private CaseRunner() {}

  public static void main(String[] arguments) throws IOException {
    List<String> plan = Files.readAllLines(Path.of(arguments[2]));
    Map<String, SubjectLoader> loaders = new java.util.LinkedHashMap<>();
    for (String line : plan) {
      String[] fields = line.split("\t");
      loaders.put(fields[0], new SubjectLoader(Path.of(fields[1])));
    }
    if (arguments[1].equals("weave")) {
      loadHalf(loaders);
      if (!Mlflow.enableWeaving()) {
        throw new IllegalStateException("enableWeaving gave false");
      }
    }
    try (Writer out = Files.newBufferedWriter(Path.of(arguments[0]))) {
      for (String line : plan) {
        String[] fields = line.split("\t");
        SubjectLoader loader = loaders.get(fields[0]);
        for (String name : fields[2].split(" ")) {
          run(fields[0], loader, name, out);
        }
        verify(fields[0], loader, out);
      }
    }
  }

  /** Weaving must reach classes that are loaded, and those that are not: every other one is. */
  private static void loadHalf(Map<String, SubjectLoader> loaders) {
    for (SubjectLoader loader : loaders.values()) {
      List<String> names = loader.classNames();
      for (int i = 0; i < names.size(); i += 2) {
        if (!names.get(i).contains("Initialiser")) {
          load(names.get(i), loader);
        }
      }
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(name + " cannot be loaded", e);
    }
  }

  private static void run(String toolchain, SubjectLoader loader, String name, Writer out)
      throws IOException {
    Mlflow.reset();
    InMemoryDestination memory = new InMemoryDestination();
    Mlflow.setDestination(memory);
    Probe.clear();
    Object returned = null;
    Throwable caught = null;
    try {
      int dot = name.indexOf('.');
      returned =
          Class.forName(PACKAGE + name.substring(0, dot), true, loader)
              .getMethod(name.substring(dot + 1))
              .invoke(null);
    } catch (InvocationTargetException e) {
      caught = e.getCause();
    } catch (ReflectiveOperationException | LinkageError e) {
      caught = e;
    }
    boolean left = Mlflow.getCurrentActiveSpan().isRecording();
    List<Trace> traces = ended(memory);
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("toolchain", toolchain);
      json.writeStringField("case", name);
      json.writeStringField("returned", String.valueOf(returned));
      json.writeBooleanField("spanLeft", left);
      if (caught != null) {
        exception(json, "caught", caught);
      }
      json.writeArrayFieldStart("marks");
      for (Probe.Mark mark : Probe.marks()) {
        json.writeStartObject();
        json.writeStringField("type", mark.exception().getClass().getName());
        json.writeBooleanField("isCaught", mark.exception() == caught);
        json.writeBooleanField("sameStackTrace", mark.sameStackTrace());
        json.writeArrayFieldStart("suppressed");
        for (Throwable suppressed : mark.exception().getSuppressed()) {
          json.writeString(suppressed.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("notes");
      for (var note : Probe.notes().entrySet()) {
        json.writeStringField(note.getKey(), note.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("traces");
      for (Trace trace : traces) {
        json.writeRawValue(trace.toJson());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void exception(JsonGenerator json, String field, Throwable caught)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("type", caught.getClass().getName());
    json.writeStringField("text", text(caught));
    json.writeEndObject();
  }

  private static String text(Throwable caught) {
    java.io.StringWriter text = new java.io.StringWriter();
    caught.printStackTrace(new java.io.PrintWriter(text));
    String all = text.toString();
    return all.substring(0, Math.min(4000, all.length()));
  }

  /**
   * The traces in the order of their start. Who waits for a future goes on while the span of it
   * ends on another thread, so there may be something to wait for.
   */
  private static List<Trace> ended(InMemoryDestination memory) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      if (!Mlflow.flush()) {
        throw new IllegalStateException("flush gave false");
      }
      List<Trace> traces = memory.traces();
      if (traces.stream().allMatch(CaseRunner::hasEnded) || System.nanoTime() > deadline) {
        return traces.stream().sorted(Comparator.comparingLong(CaseRunner::start)).toList();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static boolean hasEnded(Trace trace) {
    return trace.data().root().isPresent() && trace.data().spans().stream().allMatch(Span::isEnded);
  }

  private static long start(Trace trace) {
    return trace.data().root().map(root -> root.startTimeUnixNanos()).orElse(0L);
  }

  /** Loads all classes, so that the JVM's verifier sees them; one line says which it refused. */
  private static void verify(String toolchain, SubjectLoader loader, Writer out)
      throws IOException {
    StringBuilder refused = new StringBuilder();
    for (String name : loader.classNames()) {
      try {
        Class.forName(name, true, loader);
      } catch (ExceptionInInitializerError e) {
        // it is verified, and throws on purpose
      } catch (NoClassDefFoundError e) {
        if (!String.valueOf(e.getMessage()).startsWith("Could not initialize")) {
          refused.append(name).append(": ").append(e).append('\n');
        }
      } catch (ClassNotFoundException | LinkageError e) {
        refused.append(name).append(": ").append(e).append('\n');
      }
    }
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("toolchain", toolchain);
      json.writeStringField("case", "verify");
      json.writeStringField("returned", refused.toString());
      json.writeEndObject();
    }
    out.write('\n');
  }
}
