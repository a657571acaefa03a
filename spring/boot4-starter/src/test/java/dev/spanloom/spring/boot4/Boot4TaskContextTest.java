package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.TaskContextContract;

class Boot4TaskContextTest extends TaskContextContract {}
