// Looks for the code of a ticket in what the camera sees, and opens its job.
"use strict";

(() => {
  const video = document.getElementById("camera"), says = document.getElementById("camera-says");
  const canvas = document.createElement("canvas"), surface = canvas.getContext("2d", { willReadFrequently: true });
  const ticket = /\/floor\/jobs\/[0-9A-Z]{26}$/;

  function look() {
    if (video.readyState >= 2) {
      const scale = Math.min(1, 640 / video.videoWidth);
      canvas.width = video.videoWidth * scale;
      canvas.height = video.videoHeight * scale;
      surface.drawImage(video, 0, 0, canvas.width, canvas.height);
      const found = jsQR(surface.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" });
      const path = found && ticket.exec(found.data.split(/[?#]/)[0]);
      if (path) return void location.assign(path[0]);
      if (found && found.data) says.textContent = "This code is of no ticket of the shop.";
    }
    setTimeout(look, 150);
  }

  async function begin() {
    if (!navigator.mediaDevices) {
      says.textContent = "The camera needs a secure connection (https). Type the number instead.";
      return;
    }
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      await video.play();
      look();
    } catch {
      says.textContent = "The camera cannot be used. Allow it in the browser's settings, or type the number.";
    }
  }
  begin();
})();
