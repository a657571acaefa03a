package dev.spanloom.weaving;

import dev.spanloom.internal.woven.WovenCalls;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls around the code of traced methods: one before it, one behind it that sees what it
 * returns or throws. The classes nested here are templates: their code is copied into the woven
 * methods and never runs here. Whatever goes wrong in the calls is suppressed there, a missing SDK
 * included.
 */
final class TraceWeaving {
  private TraceWeaving() {}

  static byte[] weave(
      String className, byte[] classFile, List<TracedMethod> methods, ClassSource others) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className.replace('/', '.'), classFile),
            new SourceLocator(others));
    TypeDescription type =
        new TypePool.Default.WithLazyResolution(
                new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST)
            .describe(className.replace('/', '.'))
            .resolve();
    DynamicType.Builder<?> builder =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .decorate(type, locator);
    for (TracedMethod method : methods) {
      builder =
          builder.visit(
              advice(method)
                  .on(
                      target ->
                          target.getInternalName().equals(method.name())
                              && target.getDescriptor().equals(method.descriptor())));
    }
    return builder.make().getBytes();
  }

  private static Advice advice(TracedMethod method) {
    Class<?> enter = method.needsArguments() ? EnterWithArguments.class : Enter.class;
    Class<?> exit;
    if (method.returnsNothing()) {
      exit = ExitVoid.class;
    } else {
      exit = method.mayReplaceResult() ? ExitReplacing.class : Exit.class;
    }
    return Advice.withCustomMapping()
        .bind(Spec.class, method.spec().encode())
        .to(enter, exit, ClassFileLocator.ForClassLoader.of(TraceWeaving.class.getClassLoader()));
  }

  /** Finds classes of the program for Byte Buddy. */
  private record SourceLocator(ClassSource source) implements ClassFileLocator {
    @Override
    public Resolution locate(String name) {
      return source
          .find(name.replace('.', '/'))
          .<Resolution>map(Resolution.Explicit::new)
          .orElseGet(() -> new Resolution.Illegal(name));
    }

    @Override
    public void close() throws IOException {}
  }

  /** Stands for the text of the method's spec. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  private @interface Spec {}

  private static final class EnterWithArguments {
    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.Origin Class<?> owner, @Spec String spec, @Advice.AllArguments Object[] arguments) {
      return WovenCalls.enter(owner, spec, arguments);
    }
  }

  private static final class Enter {
    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.Origin Class<?> owner, @Spec String spec) {
      return WovenCalls.enter(owner, spec, null);
    }
  }

  private static final class ExitVoid {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call, @Advice.Thrown @Nullable Throwable thrown) {
      var unused = WovenCalls.exit(call, null, thrown);
    }
  }

  private static final class Exit {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      var unused = WovenCalls.exit(call, returned, thrown);
    }
  }

  private static final class ExitReplacing {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    @SuppressWarnings("UnusedVariable") // written: Byte Buddy makes it the method's result
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      returned = WovenCalls.exit(call, returned, thrown);
    }
  }
}
