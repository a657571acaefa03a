package dev.spanloom.autolog.anthropic;

import com.anthropic.core.ClientOptions;
import com.anthropic.core.RequestOptions;
import com.anthropic.helpers.BetaToolRunner;
import com.anthropic.models.beta.messages.ToolRunnerCreateParams;
import com.anthropic.services.blocking.beta.MessageService;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes tool runners whose turns go through a service that is traced. The class is final, and its
 * public constructor takes more with each version of the library: what it takes is looked up.
 */
final class ToolRunners {
  private static final System.Logger LOG = System.getLogger(ToolRunners.class.getName());
  private static final AtomicBoolean WARNED = new AtomicBoolean();
  private static final @Nullable Constructor<?> CONSTRUCTOR = constructor();

  private ToolRunners() {}

  private static @Nullable Constructor<?> constructor() {
    return Arrays.stream(BetaToolRunner.class.getConstructors())
        .filter(one -> Arrays.stream(one.getParameterTypes()).noneMatch(type -> type == int.class))
        .filter(one -> Arrays.asList(one.getParameterTypes()).contains(MessageService.class))
        .findFirst()
        .orElse(null);
  }

  /**
   * The runner over our service.
   *
   * @param runner over the library's own service; not used yet
   * @param arguments of the call that made it
   * @return the same runner when another cannot be made: its turns are seen then, but not their
   *     retries
   */
  static BetaToolRunner over(
      BetaToolRunner runner, MessageService ours, MessageService theirs, Object[] arguments) {
    Constructor<?> constructor = CONSTRUCTOR;
    try {
      if (constructor == null) {
        throw new NoSuchMethodException("a constructor that takes a service");
      }
      Class<?>[] types = constructor.getParameterTypes();
      Object[] values = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        values[i] = value(types[i], ours, theirs, arguments);
      }
      return (BetaToolRunner) constructor.newInstance(values);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      if (WARNED.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Retries of Anthropic''s tool runner become spans of their own: this version of the"
                + " library makes it in another way ({0})",
            e.toString());
      }
      return runner;
    }
  }

  private static @Nullable Object value(
      Class<?> type, MessageService ours, MessageService theirs, Object[] arguments) {
    if (type == MessageService.class) {
      return ours;
    }
    if (type == ClientOptions.class) {
      return optionsOf(theirs);
    }
    for (Object argument : arguments) {
      if (type.isInstance(argument)) {
        return argument;
      }
    }
    if (type == RequestOptions.class) {
      return RequestOptions.none(); // as the library has it for who gives none
    }
    if (type == ToolRunnerCreateParams.class) {
      throw new IllegalStateException("no " + type.getName() + " among " + arguments.length);
    }
    return null;
  }

  /** A service tells its options only to who changes them. */
  private static @Nullable ClientOptions optionsOf(MessageService service) {
    ClientOptions[] found = new ClientOptions[1];
    MessageService unused = service.withOptions(builder -> found[0] = builder.build());
    return found[0];
  }
}
