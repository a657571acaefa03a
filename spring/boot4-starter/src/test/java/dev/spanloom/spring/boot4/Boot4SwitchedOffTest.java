package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.SwitchedOffContract;

class Boot4SwitchedOffTest extends SwitchedOffContract {}
