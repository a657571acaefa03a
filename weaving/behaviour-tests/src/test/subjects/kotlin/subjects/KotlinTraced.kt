package subjects

import dev.spanloom.Trace
import dev.spanloom.weaving.behaviour.fork.Probe
import java.io.IOException

/** `@Trace` on functions of Kotlin. */
class KotlinTraced private constructor(private val base: Int) {
  @Trace
  fun add(x: Int, y: Long = 5): Long = base + x + y

  @Trace(name = "custom", spanType = "LLM")
  fun fails(text: String?): String {
    throw Probe.thrown(IOException("broken $text"))
  }

  @Trace
  private fun hidden(vararg words: String): Unit {
    Probe.note("words", words.size)
  }

  companion object {
    @JvmStatic
    fun onAFunction(): Long = KotlinTraced(1).add(2, 3)

    @JvmStatic
    fun withADefault(): Long = KotlinTraced(1).add(2)

    @JvmStatic
    fun thatFails() {
      KotlinTraced(1).fails(null)
    }

    @JvmStatic
    fun ofUnit() {
      KotlinTraced(1).hidden("a", "b")
    }
  }
}
