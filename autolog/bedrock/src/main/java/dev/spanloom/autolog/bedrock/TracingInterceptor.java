package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Traces all clients of Bedrock in the process. The AWS SDK makes one for each client of any of its
 * services, as a file of this module tells it to; calls of other services are let pass. A call that
 * a wrapped client made has its span already and is only followed. Thread-safe.
 */
public final class TracingInterceptor implements ExecutionInterceptor {
  private static final System.Logger LOG = System.getLogger(TracingInterceptor.class.getName());
  private static final String SERVICE = "BedrockRuntime";

  /** The AWS SDK refuses a name that it knows: another class loader may have a copy of this one. */
  private static final ExecutionAttribute<Followed> FOLLOWED =
      new ExecutionAttribute<>("dev.spanloom.autolog.bedrock." + UUID.randomUUID());

  private static final ThreadLocal<@Nullable BedrockCall> HANDED_OVER = new ThreadLocal<>();

  /**
   * A call, and who follows it: a client may have several interceptors of this kind.
   *
   * @param isOurs whether the span was started here, and not by a wrapped client
   */
  private record Followed(TracingInterceptor by, BedrockCall call, boolean isOurs) {}

  public TracingInterceptor() {}

  /** Makes a call of the program through the client below, which then knows of its span. */
  static <T> T handOver(BedrockCall call, Supplier<T> made) {
    BedrockCall before = HANDED_OVER.get();
    HANDED_OVER.set(call);
    try {
      return made.get();
    } finally {
      if (before == null) {
        HANDED_OVER.remove();
      } else {
        HANDED_OVER.set(before);
      }
    }
  }

  @Override
  public void beforeExecution(Context.BeforeExecution execution, ExecutionAttributes attributes) {
    quietly(() -> begin(attributes));
  }

  private void begin(ExecutionAttributes attributes) {
    if (!SERVICE.equals(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))
        || attributes.getAttribute(FOLLOWED) != null) {
      return;
    }
    BedrockOperation operation =
        BedrockOperation.named(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    if (operation == null) {
      return;
    }
    BedrockCall handed = HANDED_OVER.get();
    if (handed != null && handed.operation() == operation) {
      HANDED_OVER.remove();
      attributes.putAttribute(FOLLOWED, new Followed(this, handed, false));
      return;
    }
    AutologOptions options = AutologOptions.configured(BedrockTracing.LIBRARY);
    if (options.enabled()) {
      BedrockCall call = BedrockCall.start(operation, CallContext.current(), options);
      attributes.putAttribute(FOLLOWED, new Followed(this, call, true));
    }
  }

  private @Nullable Followed followed(ExecutionAttributes attributes) {
    Followed followed = attributes.getAttribute(FOLLOWED);
    return followed != null && followed.by() == this ? followed : null;
  }

  @Override
  public void beforeMarshalling(
      Context.BeforeMarshalling execution, ExecutionAttributes attributes) {
    Followed followed = followed(attributes);
    if (followed != null) {
      quietly(() -> followed.call().request(execution.request()));
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission execution, ExecutionAttributes attributes) {
    Followed followed = followed(attributes);
    if (followed != null) {
      quietly(() -> followed.call().attempt());
    }
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission execution, ExecutionAttributes attributes) {
    Followed followed = followed(attributes);
    if (followed != null) {
      quietly(() -> followed.call().attemptAnswered(execution.httpResponse().statusCode()));
    }
  }

  /** Events of a stream pass no interceptor, but their bytes do. */
  @Override
  public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
      Context.ModifyHttpResponse execution, ExecutionAttributes attributes) {
    Optional<Publisher<ByteBuffer>> bytes = execution.responsePublisher();
    Followed followed = followed(attributes);
    return followed != null
            && followed.isOurs()
            && followed.call().operation().isStream()
            && execution.httpResponse().isSuccessful()
        ? bytes.map(publisher -> new EventBytes(publisher, followed.call()))
        : bytes;
  }

  @Override
  public void afterExecution(Context.AfterExecution execution, ExecutionAttributes attributes) {
    Followed followed = followed(attributes);
    if (followed == null) {
      return;
    }
    quietly(
        () -> {
          SdkResponse response = execution.response();
          if (!followed.call().operation().isStream()) {
            followed.call().answered(response, execution.httpResponse());
          } else if (followed.isOurs()) {
            followed.call().streamEnded();
          }
        });
  }

  @Override
  public void onExecutionFailure(
      Context.FailedExecution execution, ExecutionAttributes attributes) {
    Followed followed = followed(attributes);
    if (followed != null && followed.isOurs()) {
      quietly(() -> followed.call().failed(execution.exception()));
    }
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a call of Bedrock is not recorded", e);
    }
  }
}
