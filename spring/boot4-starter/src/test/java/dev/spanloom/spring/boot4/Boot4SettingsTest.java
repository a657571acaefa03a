package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.SettingsContract;

class Boot4SettingsTest extends SettingsContract {}
